import { FluentProvider, webLightTheme } from '@fluentui/react-components';
import { useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { OutlookApp } from './ui/app';
import { outlookApi } from './ui/api';
import { tabSettings } from './ui/settings';
import { seedTrust } from './ui/start-session';

/** Another Outlook is another page: nothing of the one before stays. */
function Tab({ settings, ...rest }: Parameters<typeof OutlookApp>[0]) {
  const { client } = useSyncExternalStore(settings.subscribe, settings.get);
  return <OutlookApp key={client} settings={settings} {...rest} />;
}

async function start(): Promise<void> {
  const place = document.getElementById('outlook');
  if (!place) return;
  const api = outlookApi(new URLSearchParams(location.search).get('as') ?? 'alice');
  try {
    const answer = await api.start();
    await seedTrust(answer.appOrigin);
    document.title = `Outlook - ${answer.person.name}`;
    createRoot(place).render(
      <FluentProvider theme={webLightTheme}>
        <Tab api={api} start={answer} settings={tabSettings(location.search, sessionStorage)} />
      </FluentProvider>,
    );
  } catch (error) {
    place.setAttribute('role', 'alert');
    place.textContent = `Outlook did not start: ${String(error)}`;
  }
}

void start();
