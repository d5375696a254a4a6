import fc from 'fast-check';

// `npm run soak` asks for many more cases; the seed of a failure is printed either way.
const runs = Number(process.env['PROPERTY_RUNS'] ?? 0);
if (runs > 0) fc.configureGlobal({ numRuns: runs });
