/** Why a job was not run at all: the sandbox is refused, or the job breaks a rule that the caller must respect. */
export class SandboxRefusedError extends Error {
  readonly fix: string

  constructor(reason: string, fix: string) {
    super(reason)
    this.name = 'SandboxRefusedError'
    this.fix = fix
  }
}
