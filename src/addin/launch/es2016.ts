/**
 * What the compiler's own output calls and ES2016 lacks: esbuild lowers `{...a, b}` to a helper that reads property
 * descriptors. Must be the first import, since each module takes hold of it when it is loaded.
 */
if (typeof Object.getOwnPropertyDescriptors !== 'function') {
  Object.defineProperty(Object, 'getOwnPropertyDescriptors', {
    configurable: true,
    writable: true,
    value: (from: object) => {
      const all: Record<PropertyKey, PropertyDescriptor | undefined> = {};
      Reflect.ownKeys(from).forEach((key) => {
        all[key] = Object.getOwnPropertyDescriptor(from, key);
      });
      return all;
    },
  });
}

export {};
