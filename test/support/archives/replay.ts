import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ObjectBody } from '../s3/objects';
import columnsconfig from './answers/columnsconfig.json';
import { Behaviours } from './behaviour';
import { pathLookup, sendFile } from './downloads';
import { answerMashup, readMashup } from './mashup';
import { answerMission } from './missions';
import { mosaicBody } from './mosaic';
import { mastPlace, santaAnswer, sesameText } from './names';
import { makeObservations, type Observation } from './observations';
import { type Product, productsOf } from './products';
import { answerSia, makeImages, SEIP_CENTRE } from './sia';
import { ReplayTap } from './tap';
import { makeTables } from './tap-tables';

/** A request as it came. */
export interface ReplayRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** `Mast.Caom.Filtered`, of those that go to the Mashup service. */
  readonly service: string | undefined;
}

export interface ReplayOptions {
  readonly port?: number;
  /** Content of the images that MAST itself hands out; left out, one that is made. */
  readonly file?: ObjectBody;
  /** Circles of GALEX all over the sky; 6,000. */
  readonly circles?: number;
}

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Plays MAST, IRSA, MAST's resolver and Sesame at one address, over archives that are made up in the shapes of
 * the real ones. The two reference searches lead where they lead in earnest; their files are in the buckets that
 * `fillArchiveBuckets` fills.
 */
export class ArchiveReplay {
  requests: ReplayRequest[] = [];
  /** Askers that went away before they had their answer. */
  gone = 0;
  /** Before each answer, milliseconds. */
  delayMs = 0;
  /** Rows of a page of MAST at most. */
  mostRows = 500_000;
  /** Images that the image search gives at most. */
  mostImages = 50_000;
  /** MAST takes this for the token of somebody. */
  token = 'a-token-of-tests';
  readonly behaviours = new Behaviours();
  readonly tap: ReplayTap;
  readonly observations: readonly Observation[];
  private readonly images = makeImages();
  private readonly byObsid: ReadonlyMap<string, Observation>;
  private byUri: Map<string, Product> | undefined;
  private readonly file: ObjectBody;

  private constructor(
    private readonly server: Server,
    /** `http://127.0.0.1:port`: of MAST and of IRSA. */
    readonly origin: string,
    { file = mosaicBody(SEIP_CENTRE, 99), circles }: ReplayOptions,
  ) {
    this.file = file;
    this.observations = makeObservations(circles);
    this.byObsid = new Map(this.observations.map((each) => [String(each.obsid), each]));
    this.tap = new ReplayTap(`${origin}/TAP`, makeTables(this.images));
  }

  static async start(options: ReplayOptions = {}): Promise<ArchiveReplay> {
    const held: { replay?: ArchiveReplay } = {};
    const server = createServer((request, response) => {
      void held.replay?.serve(request, response).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : undefined);
      });
    });
    server.keepAliveTimeout = 600_000;
    server.listen(options.port ?? 0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    held.replay = new ArchiveReplay(server, `http://127.0.0.1:${port}`, options);
    return held.replay;
  }

  get sesameUrl(): string {
    return `${this.origin}/cgi-bin/nph-sesame/`;
  }

  get resolverUrl(): string {
    return `${this.origin}/Santa-war/query`;
  }

  /** Requests to the Mashup service, by its name for what they ask. */
  mashup(service: string): readonly ReplayRequest[] {
    return this.requests.filter((request) => request.service === service);
  }

  resetRequests(): void {
    this.requests = [];
    this.gone = 0;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await received(message);
    this.requests.push(request);
    const left = new Promise<void>((resolve) => {
      response.once('close', () => {
        this.gone += response.writableFinished ? 0 : 1;
        resolve();
      });
    });
    const behaviour = this.behaviours.next(request);
    if (behaviour?.kind === 'silent') {
      await Promise.race([left, behaviour.until ?? left]);
    } else if (this.delayMs > 0) {
      await Promise.race([left, new Promise((resolve) => setTimeout(resolve, this.delayMs))]);
    }
    if (response.destroyed) {
      return;
    }
    const {
      status = 200,
      headers = {},
      body,
    } = behaviour?.kind === 'answer'
      ? behaviour
      : behaviour?.kind === 'executing'
        ? { body: JSON.stringify({ status: 'EXECUTING', msg: '', 'percent complete': 0.5 }) }
        : await this.reply(request);
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    if (behaviour?.kind === 'half') {
      response.write(bytes.subarray(0, behaviour.bytes), () => response.destroy());
    } else {
      response.end(request.method === 'HEAD' ? undefined : bytes);
    }
  }

  private async reply(request: ReplayRequest): Promise<Reply> {
    const { path, query, body } = request;
    const form = new URLSearchParams(body);
    if (path === '/SIA') {
      const asked = request.method === 'POST' ? form : query;
      const { status, type, body: text } = answerSia(asked, this.images, this.mostImages);
      return { status, headers: { 'content-type': type }, body: text };
    }
    if (path.startsWith('/TAP/')) {
      const asked = request.method === 'POST' ? form : query;
      return this.tap.answer(request.method, path.slice('/TAP/'.length), asked);
    }
    if (path.startsWith('/cgi-bin/nph-sesame/')) {
      const [name = ''] = query.keys();
      return { headers: { 'content-type': 'text/plain' }, body: sesameText(name) };
    }
    if (path === '/Santa-war/query') {
      return json(santaAnswer(query.getAll('name')));
    }
    return this.mast(request, query);
  }

  private async mast(request: ReplayRequest, query: URLSearchParams): Promise<Reply> {
    const { path, body, headers } = request;
    switch (path) {
      case '/api/v0/invoke': {
        const asked = readMashup(body);
        const data = {
          ...{ observations: this.observations, mostRows: this.mostRows, place: mastPlace },
          products: (obsid: string) => this.productsOf(obsid),
        };
        return asked === undefined
          ? { status: 400, body: 'Bad request' }
          : json(answerMashup(asked, data));
      }
      case '/portal/Mashup/Mashup.asmx/columnsconfig':
        return json(columnsconfig);
      case '/api/v0.1/path_lookup/':
        return json(pathLookup(query.getAll('uri'), (uri) => this.find(uri)));
      case '/api/v0.1/Download/file': {
        const uri = query.get('uri') ?? '';
        const product = this.find(uri);
        if (product === undefined) {
          return { status: 404, body: 'File not found' };
        }
        const isPublic = product.row['dataRights'] === 'PUBLIC';
        if (!isPublic && headers.authorization !== `token ${this.token}`) {
          return { status: 401, body: 'Unauthorized' };
        }
        return sendFile(this.file, uri.replace(/^.*\//, ''), headers.range);
      }
      case '/whoami': {
        const known = headers.authorization === `token ${this.token}`;
        return json({ anon: !known, attrib: known ? { display_name: 'A Tester' } : {} });
      }
      default: {
        if (!path.startsWith('/search/')) {
          return { status: 404, body: 'Not found' };
        }
        const { status, body: answer } = answerMission(
          path.slice('/search/'.length),
          ...([query, body, this.observations] as const),
        );
        return { ...json(answer), status };
      }
    }
  }

  private productsOf(obsid: string): readonly Product[] {
    const observation = this.byObsid.get(obsid);
    return observation === undefined ? [] : productsOf(observation);
  }

  private find(uri: string): Product | undefined {
    this.byUri ??= new Map(
      this.observations
        .filter(({ obs_collection: mission }) => mission !== 'GALEX')
        .flatMap((each) => productsOf(each))
        .map((product) => [product.uri, product]),
    );
    return this.byUri.get(uri);
  }
}

async function received(message: IncomingMessage): Promise<ReplayRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) {
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks).toString();
  const url = message.url ?? '';
  const [path = '', ...rest] = url.split('?');
  const service = path === '/api/v0/invoke' ? readMashup(body)?.service : undefined;
  return {
    ...{ method: message.method ?? '', path, query: new URLSearchParams(rest.join('?')) },
    ...{ headers: message.headers, body, service },
  };
}

function json(value: unknown): Reply {
  return { headers: JSON_TYPE, body: JSON.stringify(value) };
}
