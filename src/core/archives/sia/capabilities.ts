import { SkybucketError } from '../../errors';
import { remoteAddress } from '../remote-address';
import { type CallOptions, callService, readText, type ServiceTools } from '../service-call';
import { isWebPage } from '../service-words';
import { childrenOf, descendants, parseXml } from '../tap/xml';

/** A way to a capability of a service. */
export interface ServiceInterface {
  readonly address: string;
  /** The ways to sign in there, as standard ids; `''` for none. */
  readonly security: readonly string[];
}

/** What a service can do (VOSI 1.1). */
export interface Capability {
  /** `ivo://ivoa.net/std/SIA#query-2.0` */
  readonly standard: string;
  readonly interfaces: readonly ServiceInterface[];
}

const SIA2 = 'ivo://ivoa.net/std/sia#query-2.0';
const BASIC = 'ivo://ivoa.net/sso#basicaa';
const MOST_BYTES = 1024 * 1024;

/**
 * Reads the capabilities of a service as it describes them; none of a document that is something else.
 *
 * @throws SkybucketError `server` (retryable) for what is no whole XML.
 */
export function readServiceCapabilities(xml: string, who: string): Capability[] {
  return [...descendants(parseXml(xml, who), 'capability')].map((capability) => ({
    standard: capability.attributes['standardID'] ?? '',
    interfaces: childrenOf(capability, 'interface').flatMap((way) => {
      const security = childrenOf(way, 'securityMethod').map(
        ({ attributes }) => attributes['standardID'] ?? '',
      );
      return childrenOf(way, 'accessURL')
        .map(({ text }) => text)
        .filter(Boolean)
        .map((address) => ({ address, security }));
    }),
  }));
}

/**
 * Where SIA 2 queries go, as capabilities say: an interface without sign-in, else the first that does not ask
 * for a password on every request. Undefined where the service has no SIA 2.
 */
export function siaEndpoint(capabilities: readonly Capability[]): string | undefined {
  const interfaces = capabilities
    .filter(({ standard }) => standard.toLowerCase() === SIA2)
    .flatMap(({ interfaces }) => interfaces);
  const open = interfaces.find(({ security }) => security.length === 0 || security.includes(''));
  const other = interfaces.find(
    ({ security }) => !(security.length === 1 && security[0]?.toLowerCase() === BASIC),
  );
  return (open ?? other)?.address;
}

/**
 * Finds where the SIA 2 queries of a service go, from an address a user gave: its description is looked for
 * below the address and beside it.
 *
 * @throws SkybucketError `not-found` where no SIA 2 service is there; `bad-address` where the service sends us
 *   into a local network or away from https; what calling a service throws.
 */
export async function findSiaEndpoint(
  tools: ServiceTools,
  address: string,
  who: string,
  options: Pick<CallOptions, 'signal' | 'timeoutMs'> = {},
): Promise<string> {
  let missing: unknown;
  for (const place of capabilityPlaces(address)) {
    let capabilities: Capability[];
    try {
      capabilities = await callService(
        tools,
        { method: 'GET', address: place, headers: { accept: 'text/xml, */*;q=0.5' }, who },
        async (answer) => {
          const xml = await readText(answer, MOST_BYTES);
          // A site answers so for what it does not have.
          return isWebPage(xml) ? [] : readServiceCapabilities(xml, who);
        },
        options,
      );
    } catch (error) {
      if (error instanceof SkybucketError && error.code === 'not-found') {
        missing ??= error;
        continue;
      }
      throw error;
    }
    const endpoint = siaEndpoint(capabilities);
    if (endpoint !== undefined) {
      return remoteAddress(endpoint, address, who);
    }
  }
  throw new SkybucketError('not-found', `${who} is no image search (SIA 2).`, {
    hint: 'Give the address of the service, as its documentation has it.',
    cause: missing,
  });
}

/** Below the address, then beside it: people copy the address of queries, too. */
function capabilityPlaces(address: string): string[] {
  const bare = address.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  const above = /^(https?:\/\/[^/]+\/.*)\/[^/]+$/i.exec(bare)?.[1];
  return [bare, ...(above === undefined ? [] : [above])].map((place) => `${place}/capabilities`);
}
