import type { PlaceActions } from './editors/place-handlers';
import type { Services } from './services';
import { namesUrl } from './settings';

/** Looks up names of objects at Sesame, or where the settings say. */
export function nameResolver({ http }: Pick<Services, 'http'>): PlaceActions['resolveName'] {
  return async (name, signal) => {
    const { resolveName } = await import('../core/archives/sesame');
    const own = namesUrl();
    return resolveName(http, name, { signal, addresses: own === undefined ? undefined : [own] });
  };
}
