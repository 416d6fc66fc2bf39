// The real clients that speak to the product in its tests: the newest of each major version that trainers use, and how
// each sends its token: as such, or as the password of any user name.
export const MLFLOW_CLIENTS = [
  { name: 'mlflow-3', packages: ['mlflow-skinny>=3,<4'], sends: 'token' },
  { name: 'mlflow-2', packages: ['mlflow-skinny>=2,<3'], sends: 'password' },
]
