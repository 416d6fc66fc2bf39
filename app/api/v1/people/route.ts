import { command, route } from '#lib/http/route.ts'
import { changeRole } from '#lib/services/people/change-role.ts'
import { listPeople } from '#lib/services/people/list-people.ts'

export const GET = route(listPeople)
export const PATCH = command('people.change-role', changeRole)
