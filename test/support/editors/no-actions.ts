import { ChosenRows } from '../../../src/extension/catalogs-sky/chosen-rows';
import type { Actions } from '../../../src/extension/editors/image-handlers';

const refuse = async (): Promise<never> => Promise.reject(new Error('Not here.'));

/** A viewer that can do nothing beyond its own file. */
export const NO_ACTIONS: Actions = {
  copy: refuse,
  download: refuse,
  save: refuse,
  exportTable: refuse,
  remember: refuse,
  restore: refuse,
  countFrom: refuse,
  openRegions: refuse,
  saveRegions: refuse,
  resolveName: refuse,
  openCutout: refuse,
  saveCutout: refuse,
  showRow: refuse,
  chosen: new ChosenRows(),
  openFiles: () => [],
  linkable: { link: () => undefined, tell: () => 0 },
};
