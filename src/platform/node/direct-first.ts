import type { HttpClient, HttpRequest, HttpResponse } from '../../core/bytes/http';
import { neverReached } from './network-error';

/**
 * Sends directly, and by the other way to hosts that cannot be reached or trusted directly: behind a
 * proxy that only VS Code knows, or with a certificate of an authority that only the system knows.
 * Which way a host takes is remembered.
 */
export class DirectFirstClient implements HttpClient {
  private readonly otherWay = new Set<string>();

  constructor(
    private readonly direct: HttpClient,
    private readonly other: HttpClient,
  ) {}

  async send(request: HttpRequest): Promise<HttpResponse> {
    if (this.otherWay.has(request.hostname)) {
      return this.other.send(request);
    }
    try {
      return await this.direct.send(request);
    } catch (error) {
      if (!neverReached(error)) {
        throw error;
      }
      return this.sendOther(request, error);
    }
  }

  /** Where the other way leads nowhere as well, the first failure is the one to tell. */
  private async sendOther(request: HttpRequest, failure: unknown): Promise<HttpResponse> {
    try {
      const response = await this.other.send(request);
      this.otherWay.add(request.hostname);
      return response;
    } catch (error) {
      throw neverReached(error) ? failure : error;
    }
  }
}
