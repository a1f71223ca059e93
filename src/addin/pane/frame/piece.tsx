import {
  Component,
  lazy,
  Suspense,
  type ComponentType,
  type LazyExoticComponent,
  type ReactNode,
} from 'react';
import { loadPiece } from '../../../core/pieces';
import { usePane } from '../context';
import { LoadAgain, Loading } from '../parts';

/** A view that is a piece of its own, loaded when it is shown. */
export const viewOf = <P,>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> =>
  lazy(() => loadPiece(load, window).then((view) => ({ default: view })));

/** Where such a view stands: words while it comes, words and a button where it does not. */
export function Piece({ children }: { children: ReactNode }) {
  const { texts } = usePane();
  return (
    <Boundary failed={<PieceFailed />}>
      <Suspense fallback={<Loading label={texts.loading} />}>{children}</Suspense>
    </Boundary>
  );
}

function PieceFailed() {
  const { texts } = usePane();
  return <LoadAgain words={texts.pieceFailed} button={texts.loadAgain} />;
}

class Boundary extends Component<{ failed: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override render(): ReactNode {
    return this.state.failed ? this.props.failed : this.props.children;
  }
}
