import { z } from 'zod'
import type { ApiSpec } from '#lib/contracts/api-spec.ts'
import { Lineage, LineageQuery } from '#lib/contracts/lineage.ts'
import * as seeds from '#lib/contracts/seeds.ts'

/** Routes of seeds, of what grew from them, and of their format; part of API_SPECS. */
export const SEED_SPECS: readonly ApiSpec[] = [
  {
    method: 'GET',
    path: '/api/v1/seeds',
    summary: 'The seed library and own uploads',
    query: seeds.ListSeedsQuery,
    response: seeds.SeedList,
  },
  {
    method: 'POST',
    path: '/api/v1/seeds',
    summary: 'Upload a zip of seed tasks; the body is the archive',
    query: seeds.UploadSeedsQuery,
    response: seeds.SeedUploadView,
    status: 202,
  },
  {
    method: 'GET',
    path: '/api/v1/seeds/{id}',
    summary: 'One seed by id or slug',
    response: seeds.SeedDetail,
  },
  {
    method: 'PATCH',
    path: '/api/v1/seeds/{id}',
    summary: 'Give a seed another title; its slug stays',
    body: seeds.RenameSeedBody,
    response: seeds.SeedView,
  },
  {
    method: 'GET',
    path: '/api/v1/seeds/{id}/statement',
    summary: "The whole statement of a seed, as the uploader's file",
    response: 'application/octet-stream',
  },
  {
    method: 'GET',
    path: '/api/v1/seeds/{id}/files/{path}',
    summary: 'One file of a seed, as it was uploaded',
    response: 'text/plain',
  },
  {
    method: 'POST',
    path: '/api/v1/seeds/{id}/archive',
    summary: 'Put a seed away: it keeps its files and starts no new run',
    response: seeds.SeedView,
  },
  {
    method: 'POST',
    path: '/api/v1/seeds/{id}/restore',
    summary: 'Take an archived seed back into the library',
    response: seeds.SeedView,
  },
  {
    method: 'GET',
    path: '/api/v1/seeds/{id}/lineage',
    summary: 'What grew from a seed: runs, candidates by outcome, versions, cost and time',
    query: LineageQuery,
    response: Lineage,
  },
  {
    method: 'GET',
    path: '/api/v1/runs/{id}/lineage',
    summary: 'What a run made of its seeds: candidates by outcome, versions, cost and time',
    query: LineageQuery,
    response: Lineage,
  },
  {
    method: 'POST',
    path: '/api/v1/seeds/{id}/measure',
    summary: 'Read the files of a seed again; tasks that grew from it keep their DNA',
    response: seeds.SeedUploadView,
    status: 202,
  },
  {
    method: 'GET',
    path: '/api/v1/seed-format/schema',
    summary: 'JSON Schema of seed.json',
    response: z.record(z.string(), z.unknown()),
  },
  {
    method: 'GET',
    path: '/api/v1/seed-format/template',
    summary: 'A zip with one seed folder to start from',
    response: 'application/zip',
  },
  {
    method: 'GET',
    path: '/api/v1/seeds/uploads/{id}',
    summary: 'State and report of an upload',
    response: seeds.SeedUploadView,
  },
]
