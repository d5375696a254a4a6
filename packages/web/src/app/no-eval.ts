import { config } from 'zod';

// Our policy forbids making code out of text. Zod would try it once at its first object, and the browser
// report that as an attack. Imported before everything else, since objects are made while modules load.
config({ jitless: true });
