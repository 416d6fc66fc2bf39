/** Paths of resources that several declarations of routes begin with. */
export const ENVIRONMENT = '/api/v1/environments/{id}'
export const VERSION = `${ENVIRONMENT}/versions/{n}`
