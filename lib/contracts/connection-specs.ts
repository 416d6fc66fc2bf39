import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import * as connections from '#lib/contracts/connections.ts'

/** Routes of connections to model providers; part of API_SPECS. */
export const CONNECTION_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: '/api/v1/connections',
    summary: 'Connections to model providers, without their keys',
    response: connections.ConnectionList,
  },
  {
    method: 'POST',
    path: '/api/v1/connections',
    summary: 'Add a connection; the key is sealed and never shown again',
    body: connections.CreateConnectionInput,
    response: connections.ConnectionView,
    status: 201,
  },
  {
    method: 'PATCH',
    path: '/api/v1/connections/{id}',
    summary: 'Change a connection; what is left out stays',
    body: connections.UpdateConnectionBody,
    response: connections.ConnectionView,
  },
  {
    method: 'DELETE',
    path: '/api/v1/connections/{id}',
    summary: 'Take a connection out of use',
    response: connections.ConnectionView,
  },
  {
    method: 'POST',
    path: '/api/v1/connections/{id}/check',
    summary: 'Have a worker list the models of a connection',
    response: connections.ConnectionView,
    status: 202,
  },
]
