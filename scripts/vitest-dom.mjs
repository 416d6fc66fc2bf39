// Every test of the `pure-dom` project begins with an empty document, and waits for what React has left to do.
import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

globalThis.IS_REACT_ACT_ENVIRONMENT = true
afterEach(() => {
  cleanup()
  localStorage.clear()
})
