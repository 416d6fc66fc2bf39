/** Processor time of this thread so far, in milliseconds: unlike the clock, a busy machine does not stretch it. */
export function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** Watches the event loop of this thread; the function it gives ends that and returns the longest turn, in milliseconds of processor time. */
export function watchTurns(): () => number {
  let last = processorMs()
  let longest = 0
  const look = () => {
    const now = processorMs()
    longest = Math.max(longest, now - last)
    last = now
  }
  const timer = setInterval(look, 5)
  return () => {
    clearInterval(timer)
    look()
    return longest
  }
}
