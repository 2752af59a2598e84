import { QueryError, runTap } from './tap-query';
import type { TapTable } from './tap-tables';
import { escaped, voError, voTable } from './votable';

/** The TAP service of a made-up IRSA: queries at once and as jobs, its tables and what it can do. */

export interface TapReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

interface TapJob {
  phase: string;
  readonly form: URLSearchParams;
  answer: TapReply | undefined;
}

const XML = { 'content-type': 'text/xml' };
const VOTABLE = { 'content-type': 'application/x-votable+xml' };
const MOST_ROWS = 10_000;

export class ReplayTap {
  /** Phases that a job passes through, one at each look at it, before it is done. */
  phases: readonly string[] = ['QUEUED', 'EXECUTING'];
  /** Jobs that were told to stop. */
  readonly aborted: string[] = [];
  private readonly jobs = new Map<string, TapJob>();
  private made = 0;

  /** @param base the address of the service */
  constructor(
    private readonly base: string,
    private readonly tables: readonly TapTable[],
  ) {}

  /** Jobs that the service has now. */
  get kept(): readonly string[] {
    return [...this.jobs.keys()];
  }

  /** @param path behind the base, without its query; `form` is the query too. */
  answer(method: string, path: string, form: URLSearchParams): TapReply {
    const [first = '', id = '', ...rest] = path.split('/').filter((part) => part !== '');
    switch (first) {
      case 'sync':
        return this.run(form);
      case 'tables':
        return { status: 200, headers: XML, body: this.tableset() };
      case 'capabilities':
        return { status: 200, headers: XML, body: capabilities(this.base) };
      case 'async':
        return id === '' ? this.make(method, form) : this.job(method, id, rest.join('/'), form);
      default:
        return { status: 404, body: 'Not found' };
    }
  }

  private run(form: URLSearchParams): TapReply {
    const asked = Number(form.get('MAXREC') ?? MOST_ROWS);
    try {
      const query = form.get('QUERY') ?? '';
      const { columns, rows, overflow } = runTap(query, this.tables, Math.min(asked, MOST_ROWS));
      return { status: 200, headers: VOTABLE, body: voTable(columns, rows, overflow) };
    } catch (error) {
      if (error instanceof QueryError) {
        return { status: 400, headers: VOTABLE, body: voError(error.message) };
      }
      throw error;
    }
  }

  private make(method: string, form: URLSearchParams): TapReply {
    if (method !== 'POST') {
      return { status: 405, body: 'Only new jobs are made here.' };
    }
    const id = String(++this.made);
    this.jobs.set(id, { phase: 'PENDING', form, answer: undefined });
    return this.seeJob(id);
  }

  private job(method: string, id: string, part: string, form: URLSearchParams): TapReply {
    const job = this.jobs.get(id);
    if (job === undefined) {
      return { status: 404, body: 'There is no such job.' };
    }
    if (method === 'POST' && part === 'phase') {
      this.tell(id, job, form.get('PHASE') ?? '');
      return this.seeJob(id);
    }
    if (method === 'POST' && part === '' && form.get('ACTION') === 'DELETE') {
      this.jobs.delete(id);
      return { status: 303, headers: { location: `${this.base}/async` }, body: '' };
    }
    if (method === 'POST') {
      return this.seeJob(id);
    }
    if (part === 'results/result' && job.phase === 'COMPLETED' && job.answer !== undefined) {
      return job.answer;
    }
    if (part === 'error') {
      return job.answer ?? { status: 404, body: '' };
    }
    this.goOn(job);
    return { status: 200, headers: XML, body: this.document(id, job) };
  }

  private tell(id: string, job: TapJob, phase: string): void {
    if (phase === 'ABORT') {
      this.aborted.push(id);
      job.phase = 'ABORTED';
    } else if (phase === 'RUN' && job.phase === 'PENDING') {
      job.phase = this.phases[0] ?? 'EXECUTING';
    }
  }

  private goOn(job: TapJob): void {
    const at = this.phases.indexOf(job.phase);
    if (at < 0) {
      return;
    }
    const next = this.phases[at + 1];
    if (next !== undefined) {
      job.phase = next;
      return;
    }
    job.answer = this.run(job.form);
    job.phase = job.answer.status === 200 ? 'COMPLETED' : 'ERROR';
  }

  private seeJob(id: string): TapReply {
    return { status: 303, headers: { location: `${this.base}/async/${id}` }, body: '' };
  }

  private document(id: string, { phase, answer }: TapJob): string {
    const words = /<INFO[^>]*>([^<]*)<\/INFO>/.exec(answer?.body ?? '')?.[1] ?? '';
    const result = `<uws:result id="result" xlink:href="${this.base}/async/${id}/results/result"/>`;
    const problem =
      phase === 'ERROR'
        ? `<uws:errorSummary type="fatal" hasDetail="true"><uws:message>${words}</uws:message></uws:errorSummary>`
        : '';
    return (
      '<?xml version="1.0"?>\n<uws:job xmlns:uws="http://www.ivoa.net/xml/UWS/v1.0" ' +
      `xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1"><uws:jobId>${id}</uws:jobId>` +
      `<uws:phase>${phase}</uws:phase><uws:executionDuration>3600</uws:executionDuration>` +
      '<uws:destruction>2040-01-01T00:00:00Z</uws:destruction>' +
      `<uws:results>${phase === 'COMPLETED' ? result : ''}</uws:results>${problem}</uws:job>`
    );
  }

  private tableset(): string {
    const schemas = [...new Set(this.tables.map(({ schema }) => schema))].map((schema) => {
      const tables = this.tables
        .filter((table) => table.schema === schema)
        .map(({ name, description, columns }) => {
          const lines = columns.map((column) => {
            const size = column.datatype === 'char' ? ' arraysize="*"' : '';
            return (
              `<column><name>${column.name}</name>` +
              `<description>${escaped(column.description ?? '')}</description>` +
              (column.unit === undefined ? '' : `<unit>${column.unit}</unit>`) +
              (column.ucd === undefined ? '' : `<ucd>${column.ucd}</ucd>`) +
              `<dataType xsi:type="vs:VOTableType"${size}>${column.datatype}</dataType></column>`
            );
          });
          return `<table><name>${name}</name><description>${escaped(description)}</description>${lines.join('')}</table>`;
        });
      return `<schema><name>${schema}</name>${tables.join('\n')}</schema>`;
    });
    return (
      '<?xml version="1.0"?>\n<vosi:tableset xmlns:vosi="http://www.ivoa.net/xml/VOSITables/v1.0" ' +
      'xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" ' +
      `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n${schemas.join('\n')}\n</vosi:tableset>\n`
    );
  }
}

function capabilities(base: string): string {
  return (
    '<?xml version="1.0"?>\n<cap:capabilities xmlns:cap="http://www.ivoa.net/xml/VOSICapabilities/v1.0" ' +
    'xmlns:tr="http://www.ivoa.net/xml/TAPRegExt/v1.0" xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    '<capability standardID="ivo://ivoa.net/std/TAP" xsi:type="tr:TableAccess">' +
    `<interface role="std" xsi:type="vs:ParamHTTP"><accessURL use="base">${base}</accessURL></interface>` +
    '<language><name>ADQL</name><version ivo-id="ivo://ivoa.net/std/ADQL#v2.0">2.0</version></language>' +
    '<outputFormat><mime>application/x-votable+xml</mime><alias>votable</alias></outputFormat>' +
    `<outputLimit><hard unit="row">${MOST_ROWS}</hard></outputLimit>` +
    '</capability></cap:capabilities>\n'
  );
}
