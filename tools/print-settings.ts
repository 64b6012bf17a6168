// Writes .env.example from the settings that packages/config knows.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleText } from '../packages/config/src/example.ts';

writeFileSync(join(import.meta.dirname, '..', '.env.example'), exampleText());
