export function LoginRoute() {
  return null;
}
export const ForgotRoute = LoginRoute;
export const ResetRoute = LoginRoute;
export const InvitationRoute = LoginRoute;
