/**
 * Header under which the door hands on the address that a connection comes from. The door removes what a client sends
 * under this name; no other header about addresses is believed.
 */
export const PEER_HEADER = 'x-sandmle-peer'

/** The address of the client; one name for all where no door stands before the routes. */
export const peerOf = (headers: Headers): string => headers.get(PEER_HEADER) ?? 'unknown'
