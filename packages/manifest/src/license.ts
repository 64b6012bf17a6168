/** What stands for «no license to others», as npm writes it. */
const unlicensed = 'UNLICENSED';
/** An SPDX identifier or LicenseRef (SPDX specification 2.3, annex D). */
const identifier = /^(?:DocumentRef-[A-Za-z0-9.-]+:)?[A-Za-z0-9][A-Za-z0-9.-]*\+?$/;
const operators = new Set(['AND', 'OR', 'WITH']);

/** Whether a text has the form of an SPDX expression: identifiers joined by AND, OR, WITH, with parentheses. Whether the identifiers are on the list is not asked: the list grows. */
export function isLicense(text: string): boolean {
  if (text === unlicensed || /^SEE LICENSE IN [^\p{Cc}]+$/u.test(text)) return true;
  let open = 0;
  let expectsOperand = true;
  for (const token of text.match(/[()]|[^\s()]+/g) ?? []) {
    if (token === '(') {
      if (!expectsOperand) return false;
      open++;
    } else if (token === ')') {
      if (expectsOperand || --open < 0) return false;
    } else if (operators.has(token)) {
      if (expectsOperand) return false;
      expectsOperand = true;
    } else {
      if (!expectsOperand || !identifier.test(token)) return false;
      expectsOperand = false;
    }
  }
  return !expectsOperand && open === 0;
}

/** The license identifiers that an expression names, each once, without exceptions: `(MIT OR Apache-2.0) AND CC-BY-4.0` names three. */
export function licenseIdentifiers(expression: string): readonly string[] {
  if (!isLicense(expression) || expression.startsWith('SEE ')) return [];
  const tokens = expression.match(/[^\s()]+/g) ?? [];
  return [...new Set(tokens.filter((token, index) => !operators.has(token) && tokens[index - 1] !== 'WITH'))];
}
