import type { HttpClient, HttpRequest, HttpResponse } from '../../../../src/core/bytes/http';
import { throwIfAborted } from '../../../../src/core/errors';
import type { TapService } from '../../../../src/core/archives/tap/service';

/** A request in the words of make_requests.py. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly form: readonly (readonly [string, string])[];
  readonly files: Readonly<Record<string, string>>;
}

export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

export const BASE = 'https://tap.example.org/tap';

export const ONE_ROW =
  '<VOTABLE version="1.4"><RESOURCE type="results"><INFO name="QUERY_STATUS" value="OK"/><TABLE>' +
  '<FIELD name="a" datatype="int"/><DATA><TABLEDATA><TR><TD>1</TD></TR></TABLEDATA></DATA></TABLE>' +
  '</RESOURCE></VOTABLE>';

/**
 * A TAP service with one job, which goes on by one phase each time it is asked for. Nothing is sent anywhere.
 */
export class FakeTap implements HttpClient {
  readonly seen: Seen[] = [];
  phase: string;
  deleted = false;
  /** What it answers in place of its usual; undefined for the usual. A thrown error is one of the network. */
  instead: (seen: Seen, index: number) => FakeAnswer | undefined = () => undefined;
  /** What is said of the job besides. */
  details = '';
  location = `${BASE}/async/7`;

  constructor(
    private readonly phases: string[] = ['PENDING', 'COMPLETED'],
    private readonly version: string | null = '1.1',
  ) {
    this.phase = phases[0] ?? 'PENDING';
  }

  /** Service as a new session of the editor would make it. */
  service(): TapService {
    const retry = {
      retries: 2,
      firstPauseMs: 1,
      longestPauseMs: 1,
      longestRetryAfterMs: 50,
      random: () => 0,
    };
    return { address: BASE, who: 'EXAMPLE', tools: { http: this, retry } };
  }

  /** Requests that tell the service something. */
  get told(): string[] {
    return this.seen
      .filter(({ method }) => method === 'POST')
      .map(
        ({ path, form }) =>
          `${path.replace('/tap', '')} ${form.map((pair) => pair.join('=')).join('&')}`,
      );
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    throwIfAborted(request.signal);
    const seen = seenOf(request);
    const index = this.seen.push(seen) - 1;
    await new Promise((resolve) => setImmediate(resolve));
    throwIfAborted(request.signal);
    const { status = 200, headers = {}, body = '' } = this.instead(seen, index) ?? this.usual(seen);
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const chunks = async function* (): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += 1000) {
        throwIfAborted(request.signal);
        await new Promise((resolve) => setImmediate(resolve));
        yield bytes.subarray(at, at + 1000);
      }
    };
    return { status, headers, body: chunks() };
  }

  private usual({ method, path, form }: Seen): FakeAnswer {
    const [field, value] = form[0] ?? [];
    if (path === '/tap/sync' || path.endsWith('/results/result')) {
      return { body: ONE_ROW };
    }
    if (method === 'POST') {
      if (field === 'PHASE') {
        this.phases.splice(0, this.phase === 'PENDING' ? 1 : 0);
        this.phase = value === 'ABORT' ? 'ABORTED' : (this.phases[0] ?? 'COMPLETED');
        this.phases.splice(
          0,
          value === 'ABORT' ? this.phases.length : 0,
          ...(value === 'ABORT' ? ['ABORTED'] : []),
        );
      } else if (field === 'ACTION') {
        this.deleted = true;
      }
      return {
        status: 303,
        headers: { location: field === 'ACTION' ? `${BASE}/async` : this.location },
      };
    }
    if (path === '/tap/async/7' && !this.deleted) {
      const [phase = 'COMPLETED'] = this.phases;
      this.phase = phase;
      if (this.phases.length > 1 && phase !== 'PENDING') {
        this.phases.shift();
      }
      return { body: this.document(phase) };
    }
    return { status: 404, body: 'Nothing here' };
  }

  private document(phase: string): string {
    const version = this.version === null ? '' : ` version="${this.version}"`;
    const result = `<uws:result id="result" xlink:href="${BASE}/async/7/results/result"/>`;
    return (
      '<uws:job xmlns:uws="http://www.ivoa.net/xml/UWS/v1.0" xmlns:xlink="http://www.w3.org/1999/xlink"' +
      `${version}><uws:jobId>7</uws:jobId><uws:phase>${phase}</uws:phase>` +
      '<uws:executionDuration>600</uws:executionDuration>' +
      '<uws:destruction>2030-01-01T00:00:00Z</uws:destruction><uws:quote>2029-01-01T00:00:00Z</uws:quote>' +
      `<uws:results>${phase === 'COMPLETED' ? result : ''}</uws:results>${this.details}</uws:job>`
    );
  }
}

function seenOf({ method, path, headers, body }: HttpRequest): Seen {
  const [place = '', query = ''] = path.split('?');
  const text = new TextDecoder().decode(body);
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1];
  const pairs = [...new URLSearchParams(query)];
  if (boundary === undefined) {
    return { method, path: place, query: pairs, form: [...new URLSearchParams(text)], files: {} };
  }
  const form: [string, string][] = [];
  const files: Record<string, string> = {};
  for (const part of text.split(`--${boundary}`).slice(1, -1)) {
    const [head = '', ...rest] = part.slice(2, -2).split('\r\n\r\n');
    const name = / name="([^"]*)"/.exec(head)?.[1] ?? '';
    if (head.includes('filename=')) {
      files[name] = rest.join('\r\n\r\n');
    } else {
      form.push([name, rest.join('\r\n\r\n')]);
    }
  }
  return { method, path: place, query: pairs, form, files };
}
