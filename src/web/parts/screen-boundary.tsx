import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { Component, type ReactNode } from 'react';
import { texts } from '../texts';

interface BoundaryProps {
  /** Its path: another screen may well be drawn. */
  place: string;
  /** Draws the screen anew, by another `key`. */
  again: () => void;
  children: ReactNode;
}

/** What of a screen cannot be loaded or drawn takes nothing else with it. */
export class ScreenBoundary extends Component<BoundaryProps, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override componentDidUpdate({ place }: BoundaryProps): void {
    if (this.state.failed && place !== this.props.place) this.setState({ failed: false });
  }
  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>{texts.shell.screenFailed}</MessageBarBody>
        <MessageBarActions>
          <Button onClick={this.props.again}>{texts.common.tryAgain}</Button>
        </MessageBarActions>
      </MessageBar>
    );
  }
}
