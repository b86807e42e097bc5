import { after, before } from 'node:test';
import { start, stop } from './harness.mjs';

// One node and one browser serve all claims, so they are registered from one file.
before(start, { timeout: 240_000 });
after(stop, { timeout: 60_000 });

await import('./asking.mjs');
await import('./sources.mjs');
await import('./safety.mjs');
await import('./looks.mjs');
await import('./docs.mjs');
