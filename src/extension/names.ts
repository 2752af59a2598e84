import type { PlaceActions } from './editors/place-handlers';
import type { Services } from './services';
import { mastNamesUrl, namesUrl } from './settings';

/** Looks up names of objects at Sesame and MAST, or where the settings say. */
export function nameResolver({ http }: Pick<Services, 'http'>): PlaceActions['resolveName'] {
  return async (name, signal) => {
    const { resolveAnyName } = await import('../core/archives/resolve-name');
    const [sesame, mast] = [namesUrl(), mastNamesUrl()];
    return resolveAnyName(http, name, {
      signal,
      sesame: sesame === undefined ? undefined : [sesame],
      // Who names a service of their own wants that one asked, and no other.
      mast: mast !== undefined ? [mast] : sesame === undefined ? undefined : [],
    });
  };
}
