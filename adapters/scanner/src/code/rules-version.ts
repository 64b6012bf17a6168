/** Names the rules by which code is judged: findings made under another version may differ, and are made anew. Raise the revision with every change of a rule; a test holds it to the sources. */
export const codeRulesVersion = 'gati-2+js-x-ray-16.0.0';
