import { openParentPort } from '../../platform/node/parent-port';
import { nodeTools } from '../node-tools';
import { runCatalogWorker } from './run-catalog-worker';

runCatalogWorker(openParentPort(), nodeTools, (error) => console.error(error));
