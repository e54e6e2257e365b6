package dev.labhand.ssh.crypto;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.loader.pem.PEMResourceParserUtils;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/**
 * Makes MINA take Ed25519 from the JDK, too, so that it does not register Bouncy Castle's provider: that takes a third of a
 * second to start and 4 MB of memory, and all else that SSH needs of a provider is in the JDK. The key exchanges against
 * quantum computers use classes of Bouncy Castle without its provider.
 */
public final class JdkCrypto extends AbstractSecurityProviderRegistrar {

    private static final String PROVIDER = "SunEC";
    private static final Set<Class<?>> OFFERED = Set.of(KeyFactory.class, KeyPairGenerator.class, Signature.class);
    private static final Set<String> NAMES = Set.of(SecurityUtils.ED25519, SecurityUtils.EDDSA);

    private JdkCrypto() {
        super("JDK");
    }

    /** To be called before anything of MINA is used; calling it again does nothing. */
    public static void use() {
        Once.DONE.run();
    }

    /** A class is initialised once. */
    private static final class Once {

        static final Runnable DONE = register();

        private static Runnable register() {
            JdkCrypto registrar = new JdkCrypto();
            if (registrar.isSupported()) {
                SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.BOUNCY_CASTLE, true);
                SecurityUtils.setAPrioriDisabledProvider(SecurityUtils.EDDSA, true);
                SecurityUtils.registerSecurityProvider(registrar);
                PEMResourceParserUtils.registerPEMResourceParser(new ProtectedPkcs8());
            }
            return () -> {};
        }
    }

    @Override
    public boolean isSupported() {
        return Security.getProvider(PROVIDER) != null;
    }

    @Override
    public String getProviderName() {
        return PROVIDER;
    }

    @Override
    public Provider getSecurityProvider() {
        return Security.getProvider(PROVIDER);
    }

    @Override
    public boolean isNamedProviderUsed() {
        return false;
    }

    @Override
    public boolean isSecurityEntitySupported(Class<?> entityType, String name) {
        return OFFERED.contains(entityType) && NAMES.contains(name);
    }

    @Override
    public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
        return Optional.of(new Ed25519());
    }
}
