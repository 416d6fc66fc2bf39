'use client'

import { useEffect } from 'react'
import { placeOfMlflow } from '#components/training/mlflow-address.ts'

/** MLflow's clients print `/#/experiments/1/runs/ID` at the end of a run; only a browser sees what is behind the #. */
export function MlflowLink() {
  useEffect(() => {
    const follow = () => {
      const place = placeOfMlflow(window.location.hash)
      // A whole page load: a soft one, asked for while this page still arrives, can be lost on a busy machine.
      if (place !== null) window.location.replace(place)
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  return null
}
