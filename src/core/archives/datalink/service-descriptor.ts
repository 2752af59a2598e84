import { SkybucketError } from '../../errors';
import type { VoDocument, VoField, VoParam, VoResource } from '../../votable/document';
import type { RecordValue } from '../../votable/records';
import { remoteAddress } from '../remote-address';
import type { ServiceCall } from '../service-call';
import { formOf, withQuery } from '../sia/request';

/** One parameter a service takes. */
export interface ServiceInput {
  readonly name: string;
  readonly description: string | undefined;
  readonly datatype: string;
  readonly arraysize: string | undefined;
  readonly unit: string | undefined;
  readonly ucd: string | undefined;
  /** `interval`, `circle`, `polygon`, … */
  readonly xtype: string | undefined;
  /** Sent where no other is given; empty for none. */
  readonly value: string;
  /** The column of the answer whose cell of the row is sent, by its position. */
  readonly column: number | undefined;
  readonly least: string | undefined;
  readonly most: string | undefined;
  /** Values to choose from; empty where any may be given. */
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

/** A service that an answer describes (DataLink 1.1, section 4). */
export interface ServiceDescriptor {
  /** What `service_def` refers to. */
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** Where it is asked; a service may write anything here. */
  readonly address: string;
  /** `ivo://ivoa.net/std/SODA#sync-1.0` */
  readonly standard: string | undefined;
  /** What comes back, where it says. */
  readonly contentType: string | undefined;
  readonly inputs: readonly ServiceInput[];
}

/** The services an answer describes: its resources with `utype="adhoc:service"`, wherever they stand. */
export function serviceDescriptors(document: VoDocument): ServiceDescriptor[] {
  const columns = document.tables[0]?.fields ?? [];
  const found: ServiceDescriptor[] = [];
  const visit = (resource: VoResource): void => {
    if (resource.utype?.toLowerCase() === 'adhoc:service') {
      found.push(...descriptorOf(resource, columns));
    }
    resource.resources.forEach(visit);
  };
  document.resources.forEach(visit);
  return found;
}

function descriptorOf(resource: VoResource, columns: readonly VoField[]): ServiceDescriptor[] {
  const param = (name: string): string | undefined =>
    resource.params.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value.trim();
  const address = param('accessURL');
  if (address === undefined || address === '') {
    return [];
  }
  const group = resource.groups.find(({ name }) => name?.toLowerCase() === 'inputparams');
  return [
    {
      id: resource.id,
      name: resource.name,
      description: resource.description,
      address,
      standard: param('standardID'),
      contentType: param('contentType'),
      inputs: (group?.params ?? []).map((input) => inputOf(input, columns)),
    },
  ];
}

function inputOf(param: VoParam, columns: readonly VoField[]): ServiceInput {
  const { ref, values } = param;
  const column =
    ref === undefined ? -1 : columns.findIndex(({ id, name }) => id === ref || name === ref);
  return {
    name: param.name,
    description: param.description,
    datatype: param.datatype,
    arraysize: param.arraysize,
    unit: param.unit,
    ucd: param.ucd,
    xtype: param.xtype,
    value: param.value.trim(),
    column: column < 0 ? undefined : column,
    least: values?.min?.value,
    most: values?.max?.value,
    options: (values?.options ?? []).map(({ name, value }) => ({ label: name ?? value, value })),
  };
}

/**
 * The call that asks a described service about one row.
 *
 * @param given what the user chose, by the names of the inputs; each replaces the value it has
 * @param from the address of the answer that describes it
 * @param cellOf the cell of the row in a column, for inputs that are taken from there
 * @throws SkybucketError `unsupported` where the row has nothing for an input that needs it, or for a choice
 *   that the service does not offer; `bad-address` where the service is at a place that is not followed.
 */
export function descriptorCall(
  service: ServiceDescriptor,
  who: string,
  from: string,
  given: Readonly<Record<string, readonly string[]>> = {},
  cellOf: (column: number) => RecordValue = () => null,
): ServiceCall {
  const parameters = service.inputs.flatMap((input): (readonly [string, string])[] => {
    const chosen = given[input.name];
    if (chosen !== undefined) {
      chosen.forEach((value) => checkChoice(input, value));
      return chosen.map((value) => [input.name, value] as const);
    }
    if (input.column !== undefined) {
      const cell = String(cellOf(input.column) ?? '').trim();
      if (cell === '') {
        throw new SkybucketError('unsupported', `This row has no ${input.name} for the service.`);
      }
      return [[input.name, cell]];
    }
    return input.value === '' ? [] : [[input.name, input.value]];
  });
  const address = withQuery(remoteAddress(service.address, from, who), formOf(parameters));
  return { method: 'GET', address, who };
}

function checkChoice({ name, options }: ServiceInput, value: string): void {
  if (options.length > 0 && !options.some((option) => option.value === value)) {
    throw new SkybucketError('unsupported', `${name} cannot be “${value}”.`, {
      hint: `The service offers ${options.map((option) => option.value).join(', ')}.`,
    });
  }
}
