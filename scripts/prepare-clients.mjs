// Makes the environments of the clients before the journey that needs them; whatever fails here is said there.
import { clientPython } from './setup/client-venv.mjs'
import { MLFLOW_CLIENTS } from './setup/mlflow-clients.mjs'

for (const { name, packages } of MLFLOW_CLIENTS) clientPython(name, packages)
