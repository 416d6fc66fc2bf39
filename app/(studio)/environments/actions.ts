'use server'

import { z } from 'zod'
import { IssueAdvisoryInput } from '#lib/contracts/advisories.ts'
import { RetireVersionInput, SubmitForReviewInput, VerifyInput } from '#lib/contracts/environments.ts'
import { ReviseInput } from '#lib/contracts/revisions.ts'
import { action } from '#lib/http/action.ts'
import { issueAdvisory } from '#lib/services/advisories/issue-advisory.ts'
import { requestCertificate } from '#lib/services/environments/request-certificate.ts'
import { retireVersion } from '#lib/services/environments/retire-version.ts'
import { submitForReview } from '#lib/services/environments/submit-for-review.ts'
import { requestRevision } from '#lib/services/revisions/request-revision.ts'

export const submitForReviewAction = action(SubmitForReviewInput, submitForReview)
export const reviseAction = action(ReviseInput, requestRevision)
export const verifyAction = action(VerifyInput, requestCertificate)
export const retireVersionAction = action(RetireVersionInput.extend({ versionId: z.uuid() }), retireVersion)
export const issueAdvisoryAction = action(IssueAdvisoryInput, issueAdvisory)
