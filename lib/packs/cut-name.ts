/** A stranger's name as a sentence can hold it. */
export const cut = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}...` : name)
