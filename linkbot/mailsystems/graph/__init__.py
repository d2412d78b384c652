"""A shared mailbox of Microsoft 365 through Microsoft Graph v1.0: plain HTTPS with httpx, sign-in with msal, no SDK."""
