/**
 * Exactly these variables for a child process. Next declares NODE_ENV as always present, which holds for its own
 * processes and not for a sandboxed one: the one place where that is overruled.
 */
export const bareEnvironment = (variables: Record<string, string>): NodeJS.ProcessEnv =>
  variables as NodeJS.Dict<string> as NodeJS.ProcessEnv
