import { describe, expect, test } from 'vitest';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../src/core/bytes/http';
import type { SkybucketError } from '../../../src/core/errors';
import { DirectFirstClient } from '../../../src/platform/node/direct-first';
import { connectTimeout, explainNetworkError } from '../../../src/platform/node/network-error';

const request: HttpRequest = {
  method: 'GET',
  protocol: 'https:',
  hostname: 'archive.example.org',
  path: '/',
  headers: {},
};

function failing(error: unknown): HttpClient & { sent: number } {
  const client = {
    sent: 0,
    send: (): Promise<HttpResponse> => {
      client.sent += 1;
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    },
  };
  return client;
}

function answering(): HttpClient & { sent: number } {
  const client = {
    sent: 0,
    send: (): Promise<HttpResponse> => {
      client.sent += 1;
      return Promise.resolve({ status: 200, headers: {}, body: (async function* () {})() });
    },
  };
  return client;
}

const code = (name: string): SkybucketError =>
  explainNetworkError(Object.assign(new Error(name), { code: name }), request.hostname);

describe('the way a request takes', () => {
  test('is the direct one where that works', async () => {
    const [direct, other] = [answering(), answering()];
    await new DirectFirstClient(direct, other).send(request);
    expect([direct.sent, other.sent]).toEqual([1, 0]);
  });

  test('is no other one after a connection that was made was lost', async () => {
    const lost = Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT', syscall: 'read' });
    const [direct, other] = [failing(explainNetworkError(lost, request.hostname)), answering()];
    await expect(new DirectFirstClient(direct, other).send(request)).rejects.toMatchObject({
      code: 'timeout',
      retryable: true,
    });
    expect(other.sent).toBe(0);
  });

  test.each([
    'ENOTFOUND',
    'ECONNREFUSED',
    'ETIMEDOUT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'SELF_SIGNED_CERT_IN_CHAIN',
  ])('is the other one, from then on, after %s', async (name) => {
    const [direct, other] = [failing(code(name)), answering()];
    const client = new DirectFirstClient(direct, other);
    await client.send(request);
    await client.send(request);
    expect([direct.sent, other.sent]).toEqual([1, 2]);
  });

  test('is the other one after our own clock said that the host cannot be reached', async () => {
    const [direct, other] = [
      failing(explainNetworkError(connectTimeout(), request.hostname)),
      answering(),
    ];
    await new DirectFirstClient(direct, other).send(request);
    expect(other.sent).toBe(1);
  });

  test('stays the direct one where the host was reached and the exchange broke', async () => {
    const [direct, other] = [failing(code('ECONNRESET')), answering()];
    await expect(new DirectFirstClient(direct, other).send(request)).rejects.toThrow('was lost');
    expect(other.sent).toBe(0);
  });

  test('ends with the first failure where neither leads anywhere', async () => {
    const [direct, other] = [failing(code('ENOTFOUND')), failing(code('ECONNREFUSED'))];
    await expect(new DirectFirstClient(direct, other).send(request)).rejects.toThrow(
      'was not found',
    );
  });
});
