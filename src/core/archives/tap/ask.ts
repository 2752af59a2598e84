import { callService, type CallOptions, type ServiceAnswer } from '../service-call';
import { refusalOf, REFUSALS } from './refusal';
import { headersFor, type TapService } from './service';

/**
 * Asks the service; a body makes it a POST.
 *
 * @throws SkybucketError what {@link callService} throws, with the service's own words for a refusal.
 */
export async function send<T>(
  service: TapService,
  call: {
    readonly address: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  },
  read: (answer: ServiceAnswer) => Promise<T>,
  { also = [], ...options }: CallOptions = {},
): Promise<T> {
  const { address, body } = call;
  return callService(
    service.tools,
    {
      method: body === undefined ? 'GET' : 'POST',
      ...{ address, body, who: service.who },
      headers: { ...headersFor(service, address), ...call.headers },
    },
    async (answer) => {
      if (REFUSALS.includes(answer.status)) {
        throw await refusalOf(service.who, answer);
      }
      return read(answer);
    },
    { ...options, also: [...also, ...REFUSALS] },
  );
}
