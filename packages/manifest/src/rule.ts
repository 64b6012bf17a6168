import { z } from 'zod';

/** What a text must be, beyond being a text. */
export interface TextRule {
  readonly holds: (text: string) => boolean;
  /** Ends the sentence «value» …, for example `is not a semantic version`. */
  readonly fault: string;
  /** How to mend it. */
  readonly fix: string;
  readonly lengthMax: number;
  /** For editors that read the published schema: the rule as a pattern, where one says it. */
  readonly pattern?: string;
}

/** A text that obeys a rule. Its fault names the value, the rule and the way out. */
export const text = ({ holds, fault, fix, lengthMax, pattern }: TextRule) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .refine(holds, { error: fault, params: { fix } })
    .meta(pattern ? { pattern } : {});

/** A line of plain text: no line breaks, no control characters, no white space around it. */
export const line = (lengthMax: number) =>
  text({
    holds: (value) => !/[\p{Cc}\u2028\u2029]/u.test(value) && value.trim() === value,
    fault: 'is not one line of plain text',
    fix: 'Remove line breaks, control characters and white space at either end.',
    lengthMax,
  });

/** Several lines of plain text. */
export const paragraph = (lengthMax: number) =>
  text({
    // Tab, line feed and carriage return are text; other control characters are not.
    holds: (value) => !/[^\P{Cc}\t\n\r]/u.test(value),
    fault: 'holds control characters',
    fix: 'Remove them.',
    lengthMax,
  });
