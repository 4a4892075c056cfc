export { setupNeeded } from './api';
export { ForgotPage } from './ForgotPage';
export { InvitePage } from './InvitePage';
export { ResetPage } from './ResetPage';
export { SetupPage } from './SetupPage';
export { SignInPage } from './SignInPage';
