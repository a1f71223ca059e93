/**
 * Shows add-ins the host and platform of another Outlook than the web's. office.js is loaded as the web's, since that is
 * the one that talks to a page around it; its context then says what the chosen Outlook's would. Runs right after
 * office.js, served by the app in the sandbox only.
 */
const face = faceIn(window.name);

function isRecord(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}

function faceIn(name: string): { hostName: string; platform: string } | undefined {
  try {
    const start: unknown = JSON.parse(name);
    const found = isRecord(start) && isRecord(start.outlookFace) ? start.outlookFace : {};
    const { hostName, platform } = found;
    return typeof hostName === 'string' && typeof platform === 'string' ? { hostName, platform } : undefined;
  } catch {
    return undefined;
  }
}

/** An object that is another one but for a few properties. */
function like(real: object, changed: Record<string, () => unknown>): object {
  const shown = {};
  for (const [key, get] of Object.entries(changed))
    Object.defineProperty(shown, key, { get, enumerable: true, configurable: true });
  Object.setPrototypeOf(shown, real);
  return shown;
}

if (face) {
  const { hostName, platform } = face;
  const osf: unknown = Reflect.get(window, 'OSF');
  const factory = isRecord(osf) ? osf._OfficeAppFactory : undefined;
  const set = isRecord(factory) ? factory.setContext : undefined;
  if (isRecord(factory) && typeof set === 'function') {
    factory.setContext = (context: unknown) => {
      if (!isRecord(context)) return void Reflect.apply(set, factory, [context]);
      const diagnostics = isRecord(context.diagnostics) ? context.diagnostics : {};
      const shown = like(context, {
        platform: () => platform,
        diagnostics: () => ({ ...diagnostics, platform }),
        mailbox: () => {
          const { mailbox } = context;
          if (!isRecord(mailbox) || !isRecord(mailbox.diagnostics)) return mailbox;
          return like(mailbox, {
            diagnostics: () => like(mailbox.diagnostics ?? {}, { hostName: () => hostName }),
          });
        },
      });
      Reflect.apply(set, factory, [shown]);
    };
  }
}

export {};
