package dev.labhand.ssh.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What becomes of a keyword of ssh_config(5) here. */
enum Keyword {
    /** It is followed; the first value counts. */
    FOLLOWED,
    /** It is followed; all values count. */
    GATHERED,
    /** It says nothing about how a command is run: forwarded ports, sharing of connections, terminals, prompts, messages. */
    IDLE,
    /** It would matter and is not followed: a warning. */
    IGNORED,
    /** To go on without it would lead elsewhere or weaken a check: such a host is refused. */
    REFUSED,
    UNKNOWN;

    private static final Map<String, Keyword> BY_NAME = byName();

    static Keyword of(String name) {
        return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), UNKNOWN);
    }

    private static Map<String, Keyword> byName() {
        Map<String, Keyword> names = new HashMap<>();
        put(names, FOLLOWED, """
                AddressFamily ConnectionAttempts ConnectTimeout ForwardAgent GlobalKnownHostsFile HostKeyAlias HostName
                IdentitiesOnly IdentityAgent IgnoreUnknown KbdInteractiveAuthentication ChallengeResponseAuthentication
                PasswordAuthentication Port ProxyJump PubkeyAuthentication ServerAliveCountMax ServerAliveInterval
                StrictHostKeyChecking Tag User UserKnownHostsFile""");
        put(names, GATHERED, "CertificateFile IdentityFile");
        put(names, IDLE, """
                AddKeysToAgent BatchMode CanonicalDomains CanonicalizeFallbackLocal CanonicalizeMaxDots
                CanonicalizePermittedCNAMEs ChannelTimeout CheckHostIP ClearAllForwardings Compression ControlMaster
                ControlPath ControlPersist DynamicForward EnableEscapeCommandline EscapeChar ExitOnForwardFailure
                FingerprintHash ForkAfterAuthentication ForwardX11 ForwardX11Timeout ForwardX11Trusted GatewayPorts
                GSSAPIAuthentication GSSAPIDelegateCredentials HashKnownHosts HostbasedAuthentication IPQoS LocalCommand
                LocalForward LogLevel LogVerbose NoHostAuthenticationForLocalhost NumberOfPasswordPrompts
                ObscureKeystrokeTiming PermitLocalCommand PermitRemoteOpen PreferredAuthentications Protocol
                ProxyUseFdpass RekeyLimit RemoteForward RequestTTY SecurityKeyProvider SendEnv
                SessionType StdinNull StreamLocalBindMask StreamLocalBindUnlink SyslogFacility TCPKeepAlive Tunnel
                TunnelDevice UpdateHostKeys UseKeychain VersionAddendum VisualHostKey WarnWeakCrypto
                XAuthLocation""");
        put(names, IGNORED, """
                BindAddress BindInterface CASignatureAlgorithms Ciphers HostbasedAcceptedAlgorithms HostKeyAlgorithms
                KexAlgorithms KnownHostsCommand MACs PKCS11Provider PubkeyAcceptedAlgorithms PubkeyAcceptedKeyTypes
                RemoteCommand RequiredRSASize SetEnv VerifyHostKeyDNS""");
        put(names, REFUSED, "CanonicalizeHostname ProxyCommand RefuseConnection RevokedHostKeys");
        return Collections.unmodifiableMap(names);
    }

    private static void put(Map<String, Keyword> names, Keyword fate, String words) {
        List<String> all = Arrays.asList(words.strip().split("\\s+"));
        all.forEach(word -> names.put(word.toLowerCase(Locale.ROOT), fate));
    }
}
