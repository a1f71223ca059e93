/**
 * Outlook's web script of 2022 loads Microsoft's Ajax library from a network address that the sandbox does not use, and
 * waits for `Sys` and `Type`. These are the few entry points of it that the script touches. Must run before office.js.
 */
type Errors = Record<string, unknown>;

/** Names of errors as the library has them, by the function that makes them. */
const ERRORS: Readonly<Record<string, string>> = {
  argument: 'ArgumentException',
  argumentNull: 'ArgumentNullException',
  argumentOutOfRange: 'ArgumentOutOfRangeException',
  argumentType: 'ArgumentTypeException',
  argumentUndefined: 'ArgumentUndefinedException',
  invalidOperation: 'InvalidOperationException',
  notImplemented: 'NotImplementedException',
  parameterCount: 'ParameterCountException',
};

function makeError(name: string) {
  return (first?: unknown, second?: unknown, third?: unknown) => {
    const texts = [third, second, first].filter((text) => typeof text === 'string');
    const error = new Error(`Sys.${name}: ${texts[0] ?? ''}`);
    return Object.assign(error, { name: `Sys.${name}`, paramName: first, popStackFrame: () => undefined });
  };
}

function define(target: object, name: string, value: unknown): void {
  if (!(name in target))
    Object.defineProperty(target, name, { value, configurable: true, writable: true, enumerable: false });
}

if (!('Sys' in window)) {
  define(window, 'Type', Function);
  define(Function, 'registerNamespace', (path: string) => {
    let at: object = window;
    for (const name of path.split('.')) {
      const next: unknown = Reflect.get(at, name);
      if (typeof next === 'object' && next !== null) at = next;
      else {
        const made: Errors = {};
        Reflect.set(at, name, made);
        at = made;
      }
    }
  });
  define(Function, '_validateParams', () => null);
  define(Function, '_validateParameter', () => null);
  define(Function.prototype, 'registerClass', function registerClass(this: unknown) {
    return this;
  });
  for (const [maker, name] of Object.entries(ERRORS)) define(Error, maker, makeError(name));
  define(Error, 'create', (message: string, details: object = {}) =>
    Object.assign(new Error(message), details, { popStackFrame: () => undefined }),
  );
  define(window, 'Sys', {
    StringBuilder: function StringBuilder() {},
    Debug: { trace: () => undefined, fail: () => undefined, assert: () => undefined },
    Browser: { InternetExplorer: {}, agent: {} },
    Serialization: {
      JavaScriptSerializer: {
        serialize: (value: unknown) => JSON.stringify(value),
        deserialize: (text: string): unknown => JSON.parse(text),
      },
    },
  });
}

export {};
