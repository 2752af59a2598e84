import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Error } from '../s3/errors';
import type { TestUsers } from '../s3/users';
import { containerCredentials } from './container';
import { answerSso } from './sso';
import { answerSts } from './sts';

/** A role that can be taken on. */
export interface TestRole {
  readonly arn: string;
  readonly externalId?: string;
  /** Serial number of the device whose code must be said, and the code. */
  readonly mfa?: { readonly serial: string; readonly code: string };
  /** Tokens of a web identity that are taken for it. */
  readonly webIdentityTokens?: readonly string[];
  /** What its keys may do in buckets; left out: everything. */
  readonly rights?: Readonly<Record<string, readonly ('list' | 'read' | 'write')[]>>;
}

export interface AwsServicesOptions {
  /** Shared with the S3 server, which then takes the keys that are given out here. */
  readonly users: TestUsers;
  readonly roles?: readonly TestRole[];
  /** Seconds that keys last where a request does not say; 3,600. */
  readonly seconds?: number;
  /** Access tokens of SSO that are signed in, each with the roles (`account/name`) it may have. */
  readonly ssoTokens?: Readonly<Record<string, readonly string[]>>;
  /** Refresh tokens of SSO, and the access token that each is worth. */
  readonly ssoRefresh?: Readonly<Record<string, string>>;
  /** What the `Authorization` of a request for container credentials must be. */
  readonly containerToken?: string;
}

export interface AwsRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** `AssumeRole`, `GetRoleCredentials`, … */
  operation: string | undefined;
  status: number;
}

export interface AwsAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** A refusal of one of these services. */
export class AwsRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const mostBytes = 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > mostBytes) {
      throw new AwsRefusal(413, 'RequestEntityTooLarge', 'The request is too large.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/**
 * The services that give out keys, at one address and whatever the name of the host: STS (POST /), the portal and the
 * token service of SSO (`/federation/credentials`, `/token`), and the credentials of a container (`/container`).
 */
export class AwsServices {
  readonly requests: AwsRequest[] = [];
  private constructor(
    private readonly server: Server,
    readonly options: AwsServicesOptions,
  ) {}

  static async start(options: AwsServicesOptions): Promise<AwsServices> {
    const server = createServer((request, response) => {
      void services.handle(request, response);
    });
    const services = new AwsServices(server, options);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return services;
  }

  /** `http://127.0.0.1:port` */
  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: AwsAnswer;
    const json = !this.isSts(request);
    try {
      const body = await bodyOf(request);
      const record: AwsRequest = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body,
        operation: undefined,
        status: 0,
      };
      this.requests.push(record);
      try {
        answer = this.answer(record);
      } catch (error) {
        answer = refusalOf(error, json);
      }
      record.status = answer.status;
    } catch (error) {
      answer = refusalOf(error, json);
    }
    response.writeHead(answer.status, {
      'content-type': answer.type,
      'content-length': String(Buffer.byteLength(answer.body)),
      'x-amzn-requestid': 'embedded',
    });
    response.end(answer.body);
  }

  private isSts({
    method,
    url,
  }: {
    method?: string | undefined;
    url?: string | undefined;
  }): boolean {
    return method === 'POST' && (url ?? '').split('?')[0] === '/';
  }

  private answer(record: AwsRequest): AwsAnswer {
    if (this.isSts(record)) {
      return answerSts(record, this.options);
    }
    if (record.url.startsWith('/container')) {
      return containerCredentials(record, this.options);
    }
    return answerSso(record, this.options);
  }
}

function refusalOf(error: unknown, json: boolean): AwsAnswer {
  const known = error instanceof AwsRefusal || error instanceof S3Error;
  const status = known ? error.status : 500;
  const code = known ? error.code : 'InternalFailure';
  const message = error instanceof Error ? error.message : String(error);
  return json
    ? {
        status,
        type: 'application/json',
        body: JSON.stringify({ __type: code, error: code, message, error_description: message }),
      }
    : {
        status,
        type: 'text/xml',
        body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message.replaceAll('<', '&lt;')}</Message></Error><RequestId>embedded</RequestId></ErrorResponse>`,
      };
}
