// The real clients that speak to the product in its tests: the newest of each major version that trainers use, and how
// each sends its token: as such, or as the password of any user name.
export const MLFLOW_CLIENTS = [
  { name: 'mlflow-3', packages: ['mlflow-skinny>=3,<4'], sends: 'token' },
  { name: 'mlflow-2', packages: ['mlflow-skinny>=2,<3'], sends: 'password' },
]

// What logs for TRL: transformers' callback. It needs no PyTorch, whose build on the index is of gigabytes; MLflow
// needs pandas for the models that the callback makes of checkpoints.
export const HUGGING_FACE = {
  name: 'hugging-face',
  packages: ['transformers>=5,<6', 'mlflow-skinny>=3,<4', 'pandas>=2'],
}
