/** Names the person that a page was made for, with everything that it sends by itself; programs leave it out. */
export const PERSON_HEADER = 'x-sandmle-person'
