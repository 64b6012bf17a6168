/** Gati's type of a value, plain JSON. Objects are open unless `additionalProperties` says otherwise. */
export type GType = (
  | { readonly kind: 'primitive'; readonly primitiveType: 'string' | 'number' | 'boolean' | 'null' | 'undefined' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | {
      readonly kind: 'object';
      readonly properties: Readonly<Record<string, GType>>;
      readonly required?: readonly string[];
      readonly additionalProperties?: boolean | GType;
    }
  | { readonly kind: 'array'; readonly items: GType; readonly minItems?: number; readonly maxItems?: number }
  | { readonly kind: 'tuple'; readonly items: readonly GType[] }
  | { readonly kind: 'union'; readonly types: readonly GType[] }
  | { readonly kind: 'intersection'; readonly types: readonly GType[] }
  | { readonly kind: 'enum'; readonly values: readonly (string | number | boolean | null)[] }
  | { readonly kind?: undefined; readonly $ref: string }
) & {
  readonly description?: string;
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly validators?: readonly GValidator[];
};

/** A further condition on a value of the type it stands at. */
export interface GValidator {
  readonly type: 'min' | 'max' | 'minLength' | 'maxLength' | 'pattern' | 'email' | 'url' | 'uuid' | 'enum' | 'custom';
  readonly value?: unknown;
  readonly message?: string;
}

/** What a manifest declares: each handler's input and output, and the types that `$ref: "#/definitions/X"` names. */
export interface GTypes {
  readonly handlers?: Readonly<Record<string, { readonly input?: GType; readonly output?: GType }>>;
  readonly definitions?: Readonly<Record<string, GType>>;
}
