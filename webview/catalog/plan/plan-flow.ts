import type { CatalogPlan, CatalogRequest, CatalogState } from '../../../src/protocol/catalog';
import { troubleOf } from '../../image/host';
import type { CatalogHost } from '../catalog-host';
import { requestKey } from '../same-request';
import type { PlanShown } from './plan-view';
import { PlanView } from './plan-view';

export interface PlanFlowActions {
  /** What the form asks now; undefined where it asks nothing yet. */
  request(): CatalogRequest | undefined;
  /** The same once all that is being looked up is known. */
  settled(): Promise<CatalogRequest | undefined>;
  /** A request is sent to be planned or run. */
  onSend(request: CatalogRequest): void;
  /** Something is said beside the plan. */
  onAnswer(): void;
  /** The rows are about to come. */
  onRun(): void;
}

/** From the request by its plan, and the user's yes where it is much, to the run. */
export class PlanFlow {
  readonly #host: CatalogHost;
  readonly #actions: PlanFlowActions;
  readonly #view: PlanView;
  #state: CatalogState | undefined;
  /** The request of the plan on show. */
  #planned: string | undefined;
  #planning: AbortController | undefined;
  /** Why the plan is not there, or is to be agreed to. */
  #shown: PlanShown | undefined;
  #asked: CatalogRequest | undefined;

  constructor(host: CatalogHost, actions: PlanFlowActions) {
    this.#host = host;
    this.#actions = actions;
    this.#view = new PlanView({
      onAgree: () => this.#asked && void this.run(this.#asked, true),
      onDecline: () => this.#say(undefined),
      onRetry: () => void this.plan(),
      onCancel: () => this.#planning?.abort(),
    });
  }

  get element(): HTMLElement {
    return this.#view.element;
  }

  show(state: CatalogState): void {
    this.#state = state;
    this.update();
  }

  /** The form asks something else. */
  changed(): void {
    this.#say(undefined);
  }

  update(): void {
    const { plan, planning } = this.#state ?? {};
    const own = this.#shown;
    if (planning !== undefined) {
      this.#view.show({ is: 'planning', ...planning });
    } else if (own !== undefined && (own.is !== 'planning' || this.#planning !== undefined)) {
      this.#view.show(own);
    } else if (plan !== undefined) {
      this.#planned ??= requestKey(this.#state?.request);
      const stale = requestKey(this.#actions.request()) !== this.#planned;
      this.#view.show({ is: 'plan', plan, stale });
    } else {
      this.#view.show({ is: 'nothing' });
    }
  }

  /** Plans what the form asks. */
  async plan(): Promise<void> {
    const request = await this.#actions.settled();
    if (request !== undefined && this.#state?.running === undefined) {
      await this.#planFor(request);
    }
  }

  /** Runs what the form asks. */
  async runForm(): Promise<void> {
    const request = await this.#actions.settled();
    if (request !== undefined && this.#state?.running === undefined) {
      await this.run(request, false);
    }
  }

  /** Plans unless that has been done, asks where it is much, and runs. */
  async run(request: CatalogRequest, agreed: boolean): Promise<void> {
    this.#asked = request;
    const isPlanned = this.#planned === requestKey(request) && this.#state?.plan !== undefined;
    const plan = isPlanned ? this.#state?.plan : await this.#planFor(request);
    if (plan === undefined) {
      this.#actions.onAnswer();
    } else if (plan.asks && !agreed) {
      this.#ask(plan, '');
    } else {
      await this.#runNow(request, agreed);
    }
  }

  /** The plan of a request; undefined where it cannot be made, or the user does not wait for it. */
  async #planFor(request: CatalogRequest): Promise<CatalogPlan | undefined> {
    this.#planning?.abort();
    const planning = new AbortController();
    this.#planning = planning;
    this.#actions.onSend(request);
    this.#say({ is: 'planning', done: 0, known: 0 });
    try {
      const plan = await this.#host.request('plan', { request }, { signal: planning.signal });
      if (this.#planning !== planning) {
        return undefined;
      }
      this.#planned = requestKey(request);
      this.#planning = undefined;
      this.#say(undefined);
      return plan;
    } catch (error) {
      if (this.#planning === planning) {
        const trouble = troubleOf(error);
        this.#planning = undefined;
        this.#say(trouble && { is: 'failed', trouble });
      }
      return undefined;
    }
  }

  async #runNow(request: CatalogRequest, agreed: boolean): Promise<void> {
    this.#actions.onSend(request);
    this.#say(undefined);
    this.#view.fold();
    this.#actions.onRun();
    try {
      await this.#host.request('run', { request, agreed });
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble?.code === 'costly') {
        this.#ask(this.#state?.plan, [trouble.message, trouble.hint].filter(Boolean).join(' '));
      } else if (trouble !== undefined) {
        this.#actions.onAnswer();
        this.#say({ is: 'failed', trouble });
      }
    }
  }

  #ask(plan: CatalogPlan | undefined, words: string): void {
    this.#actions.onAnswer();
    this.#say({ is: 'asking', plan, words });
  }

  #say(shown: PlanShown | undefined): void {
    this.#shown = shown;
    this.update();
  }
}
