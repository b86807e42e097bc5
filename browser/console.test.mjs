import { after, before } from 'node:test';
import { startEmpty, stop } from './harness.mjs';

// One node and one browser serve all claims, so they are registered from one file, in this order:
// the last ones change what runs.
before(() => startEmpty(), { timeout: 240_000 });
after(stop, { timeout: 60_000 });

await import('./console/empty.mjs');
await import('./console/pages.mjs');
await import('./console/events.mjs');
await import('./console/entities.mjs');
await import('./console/hostile.mjs');
await import('./console/looks.mjs');
await import('./console/deliveries.mjs');
await import('./console/releases.mjs');
