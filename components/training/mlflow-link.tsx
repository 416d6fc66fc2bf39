'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { placeOfMlflow } from '#components/training/mlflow-address.ts'

/** MLflow's clients print `/#/experiments/1/runs/ID` at the end of a run; only a browser sees what is behind the #. */
export function MlflowLink() {
  const router = useRouter()
  useEffect(() => {
    const follow = () => {
      const place = placeOfMlflow(window.location.hash)
      if (place !== null) router.replace(place)
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [router])
  return null
}
