import { ADDIN_PATHS, iconPath, readOrigin, type IconSize } from './address';

/** Id of the development manifest only; a deployment has its own, since the id names the custom properties in mailboxes. */
export const DEVELOPMENT_ID = '6d61696c-7472-4169-8c64-657600000001';
/** Entra application id of the development manifest and of the sandbox. */
export const DEVELOPMENT_CLIENT_ID = '6d61696c-7472-4169-8c63-6c6900000001';

/** Ids of the buttons that open the pane; an InsightMessage or a Smart Alert names one as its `commandId`. */
export const PANE_COMMANDS = { read: 'msgReadOpenPane', compose: 'msgComposeOpenPane' } as const;

/** Launch events in manifest order, and the function that the launch file registers for each. */
export const LAUNCH_EVENTS = [
  { type: 'OnNewMessageCompose', functionName: 'onNewMessageCompose' },
  { type: 'OnMessageCompose', functionName: 'onMessageCompose' },
  { type: 'OnMessageRecipientsChanged', functionName: 'onMessageRecipientsChanged' },
  { type: 'OnMessageAttachmentsChanged', functionName: 'onMessageAttachmentsChanged' },
  { type: 'OnMessageFromChanged', functionName: 'onMessageFromChanged' },
  // PromptUser is the only mode in which a slow or dead server cannot hold a mail back (A4).
  { type: 'OnMessageSend', functionName: 'onMessageSend', sendMode: 'PromptUser' },
] as const;
export type LaunchEventType = (typeof LAUNCH_EVENTS)[number]['type'];

export interface ManifestChoices {
  /** Origin that serves the add-in: `https://mail.example.com`, or `http://` on a loopback host. */
  baseUrl: string;
  /** Shown in Outlook; at most 100 characters. */
  name?: string;
  /** UUID of this deployment's add-in. */
  id?: string;
  /** UUID of the Entra application. */
  clientId?: string;
  /** Four numbers; raised whenever the manifest changes. */
  version?: string;
  /** Origin of images and links, where it is not `baseUrl`. */
  trackingUrl?: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const VERSION = /^\d{1,5}(?:\.\d{1,5}){3}$/;
/** Long enough for a product name, short enough for `Open {name}` within the 125 characters of a ShortString. */
const NAME_LIMIT = 100;
/** Characters XML 1.0 cannot carry, not even escaped. */
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/**
 * The add-in only manifest (XML) for one address. It is a superset from the first day: any later change needs a new
 * consent of every admin, so what later versions may need is declared now.
 * @throws RangeError if a choice cannot stand in a manifest; the message names it.
 */
export function makeManifest(choices: ManifestChoices): string {
  const base = readOrigin(choices.baseUrl);
  if (!base.ok) throw new RangeError(`base URL: ${base.problem}`);
  const tracking = readOrigin(choices.trackingUrl ?? choices.baseUrl);
  if (!tracking.ok) throw new RangeError(`tracking URL: ${tracking.problem}`);
  const name = (choices.name ?? 'Mailtrail').trim();
  if (name === '' || name.length > NAME_LIMIT || NOT_XML.test(name)) {
    throw new RangeError(`name: 1 to ${NAME_LIMIT} characters without control characters`);
  }
  const id = uuid('id', choices.id ?? DEVELOPMENT_ID);
  const clientId = uuid('client id', choices.clientId ?? DEVELOPMENT_CLIENT_ID);
  const version = choices.version ?? '1.0.0.0';
  if (!VERSION.test(version)) throw new RangeError(`version: four numbers like 1.0.0.0, not '${version}'`);

  const url = (path: string) => escapeXml(base.origin + path);
  const title = escapeXml(name);
  const domains = [...new Set([base.origin, tracking.origin, 'https://login.microsoftonline.com'])];

  return `<?xml version="1.0" encoding="UTF-8"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1"
           xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
           xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0"
           xmlns:mailappor="http://schemas.microsoft.com/office/mailappversionoverrides"
           xsi:type="MailApp">
  <Id>${id}</Id>
  <Version>${version}</Version>
  <ProviderName>${title}</ProviderName>
  <DefaultLocale>en-US</DefaultLocale>
  <DisplayName DefaultValue="${title}"/>
  <Description DefaultValue="Tracks and logs the mail you send, and files the replies."/>
  <IconUrl DefaultValue="${url(iconPath(64))}"/>
  <HighResolutionIconUrl DefaultValue="${url(iconPath(128))}"/>
  <SupportUrl DefaultValue="${url(ADDIN_PATHS.support)}"/>
  <AppDomains>
${domains.map((domain) => `    <AppDomain>${escapeXml(domain)}</AppDomain>`).join('\n')}
  </AppDomains>
  <Hosts>
    <Host Name="Mailbox"/>
  </Hosts>
  <Requirements>
    <Sets>
      <Set Name="Mailbox" MinVersion="1.5"/>
    </Sets>
  </Requirements>
  <FormSettings>
    <Form xsi:type="ItemRead">
      <DesktopSettings>
        <SourceLocation DefaultValue="${url(ADDIN_PATHS.pane)}"/>
        <RequestedHeight>450</RequestedHeight>
      </DesktopSettings>
    </Form>
    <Form xsi:type="ItemEdit">
      <DesktopSettings>
        <SourceLocation DefaultValue="${url(ADDIN_PATHS.pane)}"/>
      </DesktopSettings>
    </Form>
  </FormSettings>
  <Permissions>ReadWriteItem</Permissions>
  <Rule xsi:type="RuleCollection" Mode="Or">
    <Rule xsi:type="ItemIs" ItemType="Message" FormType="Read"/>
    <Rule xsi:type="ItemIs" ItemType="Message" FormType="Edit"/>
  </Rule>
  <DisableEntityHighlighting>true</DisableEntityHighlighting>
  <VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides" xsi:type="VersionOverridesV1_0">
    <VersionOverrides xmlns="http://schemas.microsoft.com/office/mailappversionoverrides/1.1" xsi:type="VersionOverridesV1_1">
      <Requirements>
        <bt:Sets DefaultMinVersion="1.5">
          <bt:Set Name="Mailbox"/>
        </bt:Sets>
      </Requirements>
      <Hosts>
        <Host xsi:type="MailHost">
          <Runtimes>
            <Runtime resid="Launch.Page">
              <Override type="javascript" resid="Launch.Script"/>
            </Runtime>
          </Runtimes>
          <DesktopFormFactor>
            <SupportsSharedFolders>true</SupportsSharedFolders>
            <FunctionFile resid="Commands.Page"/>
${paneSurface('MessageReadCommandSurface', 'msgReadGroup', PANE_COMMANDS.read)}
${paneSurface('MessageComposeCommandSurface', 'msgComposeGroup', PANE_COMMANDS.compose)}
            <ExtensionPoint xsi:type="LaunchEvent">
              <LaunchEvents>
${LAUNCH_EVENTS.map(launchEvent).join('\n')}
              </LaunchEvents>
              <SourceLocation resid="Launch.Page"/>
            </ExtensionPoint>
          </DesktopFormFactor>
          <MobileFormFactor>
            <ExtensionPoint xsi:type="MobileMessageReadCommandSurface">
              <Group id="mobileReadGroup">
                <Label resid="Group.Label"/>
                <Control xsi:type="MobileButton" id="mobileReadOpenPane">
                  <Label resid="Pane.Label"/>
                  <Icon xsi:type="bt:MobileIconList">
${mobileIcons()}
                  </Icon>
                  <Action xsi:type="ShowTaskpane">
                    <SourceLocation resid="Pane.Page"/>
                  </Action>
                </Control>
              </Group>
            </ExtensionPoint>
          </MobileFormFactor>
        </Host>
      </Hosts>
      <Resources>
        <bt:Images>
${([16, 25, 32, 48, 80] as const).map((size) => `          <bt:Image id="Icon.${size}" DefaultValue="${url(iconPath(size))}"/>`).join('\n')}
        </bt:Images>
        <bt:Urls>
          <bt:Url id="Pane.Page" DefaultValue="${url(ADDIN_PATHS.pane)}"/>
          <bt:Url id="Launch.Page" DefaultValue="${url(ADDIN_PATHS.launchPage)}"/>
          <bt:Url id="Launch.Script" DefaultValue="${url(ADDIN_PATHS.launchScript)}"/>
          <bt:Url id="Commands.Page" DefaultValue="${url(ADDIN_PATHS.commands)}"/>
        </bt:Urls>
        <bt:ShortStrings>
          <bt:String id="Group.Label" DefaultValue="${title}"/>
          <bt:String id="Pane.Label" DefaultValue="Open ${title}"/>
        </bt:ShortStrings>
        <bt:LongStrings>
          <bt:String id="Pane.Tip" DefaultValue="Shows who is on this mail, what is tracked and logged, and what came back."/>
        </bt:LongStrings>
      </Resources>
      <WebApplicationInfo>
        <Id>${clientId}</Id>
        <Resource>api://${escapeXml(base.host)}/${clientId}</Resource>
        <Scopes>
          <Scope>openid</Scope>
          <Scope>profile</Scope>
          <Scope>access_as_user</Scope>
        </Scopes>
      </WebApplicationInfo>
      <ExtendedPermissions>
        <ExtendedPermission>AppendOnSend</ExtendedPermission>
      </ExtendedPermissions>
    </VersionOverrides>
  </VersionOverrides>
</OfficeApp>
`;
}

function uuid(what: string, value: string): string {
  if (!UUID.test(value)) throw new RangeError(`${what}: a UUID, not '${value}'`);
  return value.toLowerCase();
}

function launchEvent(event: (typeof LAUNCH_EVENTS)[number]): string {
  const sendMode = 'sendMode' in event ? ` SendMode="${event.sendMode}"` : '';
  return `                <LaunchEvent Type="${event.type}" FunctionName="${event.functionName}"${sendMode}/>`;
}

function paneSurface(surface: string, group: string, button: string): string {
  return `            <ExtensionPoint xsi:type="${surface}">
              <OfficeTab id="TabDefault">
                <Group id="${group}">
                  <Label resid="Group.Label"/>
                  <Control xsi:type="Button" id="${button}">
                    <Label resid="Pane.Label"/>
                    <Supertip>
                      <Title resid="Pane.Label"/>
                      <Description resid="Pane.Tip"/>
                    </Supertip>
                    <Icon>
                      <bt:Image size="16" resid="Icon.16"/>
                      <bt:Image size="32" resid="Icon.32"/>
                      <bt:Image size="80" resid="Icon.80"/>
                    </Icon>
                    <Action xsi:type="ShowTaskpane">
                      <SourceLocation resid="Pane.Page"/>
                      <SupportsPinning>true</SupportsPinning>
                    </Action>
                  </Control>
                </Group>
              </OfficeTab>
            </ExtensionPoint>`;
}

function mobileIcons(): string {
  const sizes: IconSize[] = [25, 32, 48];
  return sizes
    .flatMap((size) =>
      [1, 2, 3].map(
        (scale) => `                    <bt:Image size="${size}" scale="${scale}" resid="Icon.${size}"/>`,
      ),
    )
    .join('\n');
}
