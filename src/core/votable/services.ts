import type { VoDocument, VoParam, VoResource } from './document';

/** A service that a document describes (DataLink 1.0, section 4): it may be asked with what its table holds. */
export interface VoService {
  /** What the column `service_def` of a DataLink answer refers to. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** As the document says it, which may be anything. */
  readonly accessUrl: string | undefined;
  readonly standardId: string | undefined;
  readonly contentType: string | undefined;
  readonly resourceIdentifier: string | undefined;
  /** What is to be sent: fixed by `value`, of a field of the table by `ref`, or for the user to say. */
  readonly inputs: readonly VoParam[];
}

export function servicesOf(document: VoDocument): VoService[] {
  return document.resources.flatMap((resource) => servicesIn(resource));
}

function servicesIn(resource: VoResource): VoService[] {
  const isService = resource.utype?.toLowerCase() === 'adhoc:service';
  const inner = resource.resources.flatMap((one) => servicesIn(one));
  return isService ? [serviceOf(resource), ...inner] : inner;
}

function serviceOf({ id, name, description, params, groups }: VoResource): VoService {
  const valueOf = (wanted: string): string | undefined =>
    params.find((param) => param.name.toLowerCase() === wanted)?.value.trim() || undefined;
  return {
    ...{ id, name, description },
    accessUrl: valueOf('accessurl'),
    standardId: valueOf('standardid'),
    contentType: valueOf('contenttype'),
    resourceIdentifier: valueOf('resourceidentifier'),
    inputs: groups
      .filter((group) => group.name?.toLowerCase() === 'inputparams')
      .flatMap((group) => group.params),
  };
}
