package v1

// routes is the whole surface of the API.
func (a *API) routes() []Route {
	return []Route{
		answer("GET", "/setup", Public, "Whether the installation still needs its first account", a.needsSetup),
		raw("POST", "/setup", Public, "Make the first account with its administrator", a.setUp, status(201)),
		raw("POST", "/session", Public, "Sign in", a.signIn),
		raw("DELETE", "/session", Signed, "Sign out", a.signOut, status(204)),
		answer("GET", "/invitations/{word}", Public, "What an invitation leads to", a.findInvitation),
		raw("POST", "/invitations/{word}/accept", Public, "Accept an invitation and sign in", a.acceptInvitation),

		answer("GET", "/me", Signed, "Who I am and what I may do", a.findMe),
		answer("PATCH", "/me", Signed, "Change my profile, settings or password", a.updateMe),
		answer("GET", "/me/sessions", Signed, "My signed-in browsers", a.listSessions),
		nothing("DELETE", "/me/sessions/{id}", Signed, "Sign one of my browsers out", a.endSession),
		answer("GET", "/me/tokens", Signed, "My tokens for programs", a.listTokens),
		answer("POST", "/me/tokens", Signed, "Make a token for a program; it is shown once", a.createToken, status(201)),
		nothing("DELETE", "/me/tokens/{id}", Signed, "Revoke a token", a.revokeToken),
		answer("GET", "/bootstrap", Signed, "Everything the client needs once", a.bootstrap),

		answer("PATCH", "/account", Admin, "Change the account", a.updateAccount),
		answer("GET", "/sign-ins", Signed, "The log of sign-ins: mine, or everybody's for an administrator", a.listSignIns),

		answer("GET", "/users", Signed, "The people of the account", a.listUsers),
		answer("POST", "/users", Admin, "Invite a person", a.inviteUser, status(201)),
		answer("GET", "/users/{id}", Signed, "One user", a.findUser),
		answer("PATCH", "/users/{id}", Admin, "Change a user, or take back one who left", a.updateUser),
		nothing("DELETE", "/users/{id}", Admin, "Deactivate a user in favour of a successor, or cancel an invitation", a.deleteUser),
		answer("POST", "/users/{id}/invitation", Admin, "Make a new link for an invited person", a.reinviteUser, status(201)),

		answer("GET", "/groups", Signed, "The groups of the account", a.listGroups),
		answer("POST", "/groups", Admin, "Make a group", a.createGroup, status(201)),
		answer("PATCH", "/groups/{id}", Admin, "Rename a group, move it, or give it a head", a.updateGroup),
		nothing("DELETE", "/groups/{id}", Admin, "Delete a group; its members stay", a.deleteGroup),

		answer("GET", "/roles", "extra.settings", "The roles of the account", a.listRoles),
		answer("POST", "/roles", Admin, "Make a role", a.createRole, status(201)),
		answer("PATCH", "/roles/{id}", Admin, "Change a role; its users feel it at once", a.updateRole),
		nothing("DELETE", "/roles/{id}", Admin, "Delete a role that nobody has", a.deleteRole),
	}
}
