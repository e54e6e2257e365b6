package dev.labhand.ssh.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.loader.pem.PKCS8PEMResourceKeyPairParser;
import org.apache.sshd.common.config.keys.loader.pem.PKCS8PrivateKeyInfo;
import org.apache.sshd.common.session.SessionContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/**
 * Private keys in PKCS #8 that a passphrase protects (RFC 5958 §3). The JDK knows fewer of the ways to do that than OpenSSL
 * has had, Bouncy Castle knows them; its provider is made only for such a key, and for nothing else.
 */
final class ProtectedPkcs8 extends PKCS8PEMResourceKeyPairParser {

    @Override
    public Collection<KeyPair> decryptKeyPairs(
            SessionContext session, NamedResource resource, FilePasswordProvider passwords, byte[] encrypted)
            throws IOException, GeneralSecurityException {
        Collection<KeyPair> keys = passwords.decode(session, resource, passphrase -> open(encrypted, passphrase));
        return keys == null ? List.of() : keys;
    }

    private Collection<KeyPair> open(byte[] encrypted, String passphrase) throws IOException, GeneralSecurityException {
        byte[] plain = decrypt(encrypted, passphrase);
        PKCS8PrivateKeyInfo info = new PKCS8PrivateKeyInfo(plain);
        try {
            return extractKeyPairs(plain, info);
        } finally {
            info.clear();
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static byte[] decrypt(byte[] encrypted, String passphrase) throws IOException, GeneralSecurityException {
        try {
            return new PKCS8EncryptedPrivateKeyInfo(encrypted)
                    .decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(passphrase.toCharArray()))
                    .getEncoded("DER");
        } catch (PKCSException | OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }
}
