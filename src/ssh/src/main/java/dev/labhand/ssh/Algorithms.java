package dev.labhand.ssh;

import java.util.List;
import java.util.Map;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.kex.DHGClient;
import org.apache.sshd.common.BaseBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.KeyExchange;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/** What is offered to servers: nothing that rests on SHA-1, MD5, CBC, 3DES or RC4. */
final class Algorithms {

    /** Galois/counter mode first: fast in hardware. ChaCha20 last: MINA computes it in Java. */
    static final List<NamedFactory<Cipher>> CIPHERS = List.of(
            BuiltinCiphers.aes128gcm,
            BuiltinCiphers.aes256gcm,
            BuiltinCiphers.aes128ctr,
            BuiltinCiphers.aes192ctr,
            BuiltinCiphers.aes256ctr,
            BuiltinCiphers.cc20p1305_openssh);

    static final List<NamedFactory<Mac>> MACS = List.of(
            BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm, BuiltinMacs.hmacsha256, BuiltinMacs.hmacsha512);

    static final List<NamedFactory<Signature>> SIGNATURES =
            NamedFactory.setUpBuiltinFactories(true, BaseBuilder.DEFAULT_SIGNATURE_PREFERENCE).stream()
                    .filter(signature -> signature != BuiltinSignatures.rsa)
                    .<NamedFactory<Signature>>map(signature -> signature)
                    .toList();

    /** Against computers to come first: Streamlined NTRU Prime and ML-KEM, each with X25519 or a NIST curve. */
    private static final List<BuiltinDHFactories> KEY_EXCHANGES = List.of(
            BuiltinDHFactories.mlkem768x25519,
            BuiltinDHFactories.sntrup761x25519,
            BuiltinDHFactories.sntrup761x25519_openssh,
            BuiltinDHFactories.mlkem768nistp256,
            BuiltinDHFactories.mlkem1024nistp384,
            BuiltinDHFactories.curve25519,
            BuiltinDHFactories.curve25519_libssh,
            BuiltinDHFactories.curve448,
            BuiltinDHFactories.ecdhp256,
            BuiltinDHFactories.ecdhp384,
            BuiltinDHFactories.ecdhp521,
            BuiltinDHFactories.dhgex256,
            BuiltinDHFactories.dhg16_512,
            BuiltinDHFactories.dhg18_512,
            BuiltinDHFactories.dhg14_256);

    private Algorithms() {}

    static List<KeyExchangeFactory> keyExchanges() {
        return NamedFactory.setUpTransformedFactories(true, KEY_EXCHANGES, Algorithms::keyExchange);
    }

    private static KeyExchangeFactory keyExchange(DHFactory factory) {
        return factory.isGroupExchange() ? ClientBuilder.DH2KEX.apply(factory) : new PlainExchangeFactory(factory);
    }

    /**
     * Refuses what CVE-2023-48795 needs: ChaCha20 where the server does not exchange keys strictly.
     *
     * @param strict whether it does
     */
    static void check(Map<KexProposalOption, String> chosen, boolean strict) throws SshException {
        String weak = BuiltinCiphers.cc20p1305_openssh.getName();
        boolean uses =
                weak.equals(chosen.get(KexProposalOption.C2SENC)) || weak.equals(chosen.get(KexProposalOption.S2CENC));
        if (uses && !strict) {
            throw new SshException(
                    SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED,
                    "the server has only " + weak + " and no strict key exchange, which the Terrapin attack needs:"
                            + " update it, or let it offer AES");
        }
    }

    private record PlainExchangeFactory(DHFactory factory) implements KeyExchangeFactory {

        @Override
        public String getName() {
            return factory.getName();
        }

        @Override
        public KeyExchange createKeyExchange(Session session) {
            return new PlainExchange(factory, session);
        }
    }

    /** Leaves certificates to {@link HostKeyCheck}, which knows more to say of them. */
    private static final class PlainExchange extends DHGClient {

        PlainExchange(DHFactory factory, Session session) {
            super(factory, session);
        }

        @Override
        protected void verifyCertificate(Session session, OpenSshCertificate certificate) {}
    }
}
