import { STEERING } from '#lib/contracts/steering.ts'
import { bind } from '#lib/http/bind.ts'
import { editArtefact } from '#lib/services/steering/edit-artefact.ts'
import { getArtefact } from '#lib/services/steering/get-artefact.ts'
import { getOutputFile } from '#lib/services/steering/get-output-file.ts'
import { listArtefacts } from '#lib/services/steering/list-artefacts.ts'
import { listOutputs } from '#lib/services/steering/list-outputs.ts'
import { resumeCandidates } from '#lib/services/steering/resume-candidates.ts'

export const steeringRoutes = bind(STEERING, {
  resume: resumeCandidates,
  artefacts: listArtefacts,
  artefact: getArtefact,
  editArtefact,
  outputs: listOutputs,
  outputFile: getOutputFile,
})
